/** What the practice web server before ExtraView can do wrong, which is no case of the catalogue: what the answer to the redirect URI is taken for, with the title that it gets. */
export const webFaults: readonly {readonly id: string; readonly title: string}[] = [
	{id: 'web-tomcat-down', title: 'The web server answers, and Tomcat does not'},
	{id: 'web-tomcat-not-found', title: 'Tomcat answers, and knows no such page'},
	{id: 'web-forbidden', title: 'The web server refuses the path'},
	{id: 'web-login', title: 'A login page stands in between'},
	{id: 'web-to-http', title: 'https is redirected to http'},
	{id: 'web-same-host', title: 'It is redirected on the same host'},
	{id: 'web-other-host', title: 'It is redirected to another host'},
	{id: 'web-server-error', title: 'The server fails'},
];
