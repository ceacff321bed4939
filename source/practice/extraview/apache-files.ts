/** The Tomcat that the practice httpd knows. */
export const practiceWorker = 'tomcat1';

/** The configuration of the practice httpd, by name in its directory. ExtraView's pages are mounted in it, the redirect URI is not yet. */
export const apacheFiles = (port: number, directory: string): Readonly<Record<string, string>> => ({
	'apache2.conf': `# Practice: mailgrant plays this Apache httpd. It has no more than this directory.
ServerRoot "${directory}"
Listen 80
Listen ${port}
LoadModule ssl_module modules/mod_ssl.so
LoadModule alias_module modules/mod_alias.so
LoadModule jk_module modules/mod_jk.so

JkWorkersFile workers.properties
JkLogFile logs/mod_jk.log

IncludeOptional sites-enabled/*.conf
`,
	'workers.properties': `worker.list=${practiceWorker}
worker.${practiceWorker}.type=ajp13
worker.${practiceWorker}.host=localhost
worker.${practiceWorker}.port=8009
`,
	// Without it those of the machine's own httpd would be taken.
	envvars: '# Practice: the httpd of this directory needs no variables.\n',
	'sites-enabled/000-redirect.conf': `<VirtualHost *:80>
    ServerName localhost
    Redirect permanent / https://localhost:${port}/
</VirtualHost>
`,
	'sites-enabled/extraview.conf': `<VirtualHost *:${port}>
    ServerName localhost
    SSLEngine on

    # The pages of ExtraView; everything else is looked for on this host.
    JkMount /evj ${practiceWorker}
    JkMount /evj/ExtraView ${practiceWorker}
    JkMount /evj/ExtraView/* ${practiceWorker}
</VirtualHost>
`,
});
