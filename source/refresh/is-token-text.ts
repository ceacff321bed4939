/** Whether a text can be an access token (RFC 6750 §2.1); anything else could steer the terminal or break the header that it goes into. */
export const isTokenText = (text: string): boolean => /^[\x21-\x7E]+$/.test(text);
