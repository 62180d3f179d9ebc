/** An event log that fails on purpose, for the specs of those who publish and subscribe. */
export { hostileEventLog } from './hostile-event-log.ts';
