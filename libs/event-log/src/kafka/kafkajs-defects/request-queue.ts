import { createRequire } from 'node:module';

interface RequestQueue {
  pending: unknown[];
  scheduleCheckPendingRequests(): void;
}

const patched = Symbol.for('gatehouse.request-queue-patched');

/**
 * Symptom: kafkajs 2.2.4 checks every millisecond, on every connection and for ever, whether a pending request may be sent.
 * For 20 idle clients that is 5 % of a core. The timeout is negative, which newer Node warns of.
 * Upstream: https://github.com/tulios/kafkajs/issues/1704, /1751 and /1556; open pull requests /1667 and /1703.
 * Here: it checks only while a request is pending.
 */
export function patchRequestQueue(): void {
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    prototype: RequestQueue & { [patched]?: true };
  };
  if (prototype[patched]) return;
  prototype[patched] = true;
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
}
