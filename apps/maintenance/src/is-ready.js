/**
 * A container's health check: ends with 0 where the app on this port is ready, else with 1. Plain
 * JavaScript, so that it is quick. Usage: node is-ready.js PORT
 */
const answered = await fetch(`http://127.0.0.1:${process.argv[2]}/readyz`).catch(() => undefined);
process.exit(answered?.ok ? 0 : 1);
