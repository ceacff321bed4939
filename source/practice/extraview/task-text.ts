import type {Task} from '../../extraview/properties/known-keys.js';

/** The properties of a task that still signs in with a password. What the manual names has its name here; every other name is made up, and says so. */
export function taskText(task: Task, mailbox: string): string {
	const domain = mailbox.slice(mailbox.lastIndexOf('@') + 1);
	const old = [`old-name@${domain}`, `older-name@${domain}`].find(
		each => each !== mailbox.toLowerCase(),
	);
	return `${head(task)}\n${task === 'evmail' ? evmail(domain, old) : batchmail(domain, old)}`;
}

const head = (
	task: Task,
) => `# ${task === 'evmail' ? 'EVMail' : 'BatchMail'} of a practice instance.
# Names that begin with PRACTICE_ are made up for practice and are not ExtraView's:
# its own are shown by the editor of the task.
`;

const evmail = (domain: string, user = '') => `# Made up, too: its values are on no public page.
MAILBOX_TYPE=PRACTICE
MAILBOX_USER=${user}
PRACTICE_MAIL_HOST=mail.${domain}
PRACTICE_MAIL_PORT=110
PRACTICE_MAIL_PASSWORD=Autumn-2019

# Fields that take the body of a mail.
EVMAIL_BODY_UDF=DESCRIPTION
EVMAIL_BODY_UPDATE_UDF=COMMENTS

ERROR_NOTIFICATION_WARNING = 30 MINUTES
`;

const batchmail = (domain: string, user = '') => `# Seconds to wait for the mail server.
CHECK_CONNECTION_PAUSE=30
ALLOW_ENCRYPTION=NO

PRACTICE_SMTP_SERVER=mail.${domain}:25
PRACTICE_SMTP_USER=${user}
PRACTICE_SMTP_PASSWORD=Autumn-2019

ERROR_NOTIFICATION_WARNING = 30 MINUTES
`;
