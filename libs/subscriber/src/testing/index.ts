export { exampleEvent, exampleIds } from '@gatehouse/contracts';
export { grantEvent } from './grant-event.ts';
export { openTestLog, type TestLog } from './test-log.ts';
