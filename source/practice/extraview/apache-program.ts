import {shellQuote} from '../../shell-quote.js';

/** A program that plays `apache2` and `apache2ctl` for the configuration in a directory: it tests it, and puts it in force as one file, which the practice web server reads. */
export const apacheProgram = (root: string) => `#!/bin/sh
# Practice: knows the configuration of one directory. No real httpd is asked or told.
root=${shellQuote(root)}

judge() {
	awk '
		tolower($1) == "jkmount" && NF != 3 {
			printf "AH00526: Syntax error on line %d of %s:\\nJkMount takes two arguments, a path and a worker\\n", FNR, FILENAME
			isWrong = 1
			exit
		}
		END { exit isWrong }
	' "$root/apache2.conf" "$root"/sites-enabled/*.conf >&2
}

action=
while [ $# -gt 0 ]; do
	case "$1" in
	configtest | -t) action=test ;;
	graceful | -V | -l) action=$1 ;;
	-k) ;;
	-f)
		shift
		if [ "$1" != "$root/apache2.conf" ]; then
			echo "The practice httpd has only $root/apache2.conf" >&2
			exit 1
		fi
		;;
	*)
		echo "The practice httpd does not know $1" >&2
		exit 1
		;;
	esac
	shift
done

case "$action" in
-V)
	echo 'Server version: Apache/2.4.62 (Unix)'
	printf ' -D HTTPD_ROOT="%s"\\n' "$root"
	# Not the file that it runs with: what runs with its default one may be a service of the system.
	echo ' -D SERVER_CONFIG_FILE="conf/httpd.conf"'
	;;
-l)
	printf 'Compiled in modules:\\n  core.c\\n  mod_so.c\\n  http_core.c\\n'
	;;
test)
	judge && echo 'Syntax OK' >&2
	;;
graceful)
	judge || exit
	awk '!/^Include/' "$root/apache2.conf" "$root"/sites-enabled/*.conf >"$root/in-force.$$" &&
		mv -f "$root/in-force.$$" "$root/in-force"
	;;
*)
	echo 'The practice httpd was not told what to do' >&2
	exit 1
	;;
esac
`;
