export { type ApiAnswer, type ApiClient, apiClient, clientToken } from './api-client.ts';
export {
  type Answer,
  type CallbackReceiver,
  callbackReceiver,
  type ReceivedCallback,
} from './callback-receiver.ts';
export { eventually } from './eventually.ts';
export { hostileEventLog } from './hostile-event-log.ts';
export { type HostileStore, hostileStore } from './hostile-store.ts';
export { seededRandom } from './seeded-random.ts';
export type { Faults } from './store-faults.ts';
