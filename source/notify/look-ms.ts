/** Days go by, and others change what is here. Also what lies at least between two mails, whichever process sends them: where grants share what has ended, they fail one after the other as their tokens are due. */
export const lookMs = 900_000;
