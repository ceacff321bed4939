// simple-oauth2 writes requests with their secrets when DEBUG names it, and `DEBUG=*` does.
// Imported before it, since the variable is read once.
if (process.env.DEBUG) process.env.DEBUG += ',-simple-oauth2:*';
