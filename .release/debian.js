/** What stands in the places that Debian has for it. */
const maintainer = 'mailgrant maintainers <maintainers@mailgrant.example>';

export const control = ({version, architecture, kilobytes}) => `Package: mailgrant
Version: ${version}
Architecture: ${architecture}
Maintainer: ${maintainer}
Installed-Size: ${kilobytes}
Depends: libc6 (>= 2.28), libgcc-s1 (>= 4.2), libstdc++6 (>= 5)
Suggests: systemd (>= 247)
Section: mail
Priority: optional
Description: OAuth2 tokens for mail programs, step by step
 Microsoft 365 and Google let programs into mailboxes only with OAuth2 tokens.
 mailgrant walks an administrator through the whole job in the terminal of the
 mail host: registration, sign-in, the values for ExtraView's tasks EVMail and
 BatchMail, tests of the mailbox. Each failure is explained. Afterwards it
 keeps the tokens fresh and hands them to other programs.
`;

/** Debian's form of CHANGELOG.md; what is not released yet has no version, and is left out. */
export function changelog(markdown) {
	return markdown
		.split(/^## (?!Unreleased$)/m)
		.slice(1)
		.map(section => {
			const [, version, day] = /^(\S+) \((\d{4}-\d\d-\d\d)\)/.exec(section);
			const points = [...section.matchAll(/^- (.*)$/gm)].map(([, text]) => wrapped(text));
			const date = new Date(`${day}T12:00:00Z`).toUTCString().replace('GMT', '+0000');
			return `mailgrant (${version}) unstable; urgency=medium\n\n${points.join('\n')}\n\n -- ${maintainer}  ${date}\n`;
		})
		.join('\n');
}

function wrapped(text) {
	const lines = [''];
	for (const word of text.replaceAll('`', '').split(' ')) {
		const last = lines.at(-1);
		if (last.length + word.length > 70) lines.push(word);
		else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
	}
	return lines.map((line, index) => `${index === 0 ? '  * ' : '    '}${line}`).join('\n');
}

/** In the form of DEP 5. The notices of what is inside are a file beside it. */
export const copyright =
	license => `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: mailgrant
Comment: /usr/bin/mailgrant holds Node.js and packages of npm. What their
 licences ask to be told is in NOTICES.gz beside this file.

Files: *
Copyright: 2026 mailgrant maintainers
License: Expat

License: Expat
${block(license.split('\n').slice(4).join('\n'))}
`;

const block = text =>
	text
		.trim()
		.split('\n')
		.map(line => (line.trim() === '' ? ' .' : ` ${line.trimEnd()}`))
		.join('\n');

/** What dpkg runs. The service is neither enabled nor started; one that runs gets the new program, and ends with it. */
export const scripts = {
	postinst: `#!/bin/sh
set -e
if [ "$1" = configure ] && [ -z "$DPKG_ROOT" ] && [ -d /run/systemd/system ]; then
	systemctl daemon-reload || true
	if systemctl --quiet is-active mailgrant.service; then
		deb-systemd-invoke restart mailgrant.service || true
	fi
fi
`,
	prerm: `#!/bin/sh
set -e
if [ "$1" = remove ] && [ -z "$DPKG_ROOT" ] && [ -d /run/systemd/system ]; then
	for unit in mailgrant-status.timer mailgrant.service; do
		if systemctl --quiet is-active "$unit"; then
			deb-systemd-invoke stop "$unit" || true
		fi
	done
fi
`,
	postrm: `#!/bin/sh
set -e
if [ "$1" = purge ]; then
	rm -f "$DPKG_ROOT/etc/systemd/system/multi-user.target.wants/mailgrant.service"
	rm -f "$DPKG_ROOT/etc/systemd/system/mailgrant.service.d/50-mailgrant.conf"
	rmdir --ignore-fail-on-non-empty "$DPKG_ROOT/etc/systemd/system/mailgrant.service.d" 2>/dev/null || true
	rm -rf "$DPKG_ROOT/var/cache/mailgrant"
	for place in /var/lib/mailgrant /etc/mailgrant; do
		if [ -e "$DPKG_ROOT$place" ]; then
			echo "Settings, secrets and their key are left: $place"
		fi
	done
fi
if [ -z "$DPKG_ROOT" ] && [ -d /run/systemd/system ]; then
	systemctl daemon-reload || true
fi
`,
};

/** What lintian finds, and why it is so. */
export const overrides = `# Node.js and what it is built of are inside; updates come with new versions of the package.
mailgrant: embedded-library
# The program is appended to Node.js as a note, which strip would take away.
mailgrant: unstripped-binary-or-object [usr/bin/mailgrant]
# As nodejs.org builds it.
mailgrant: hardening-no-pie [usr/bin/mailgrant]
mailgrant: spelling-error-in-binary
`;
