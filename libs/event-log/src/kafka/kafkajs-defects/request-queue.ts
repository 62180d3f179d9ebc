import { createRequire } from 'node:module';

interface RequestQueue {
  pending: unknown[];
  scheduleCheckPendingRequests(): void;
}

const mended = Symbol.for('gatehouse.request-queue-mended');

/**
 * kafkajs 2.2.4 looks every millisecond, on every connection and for ever, whether a request may be sent that waits
 * (https://github.com/tulios/kafkajs/issues/1751: it subtracts the time from -1 and sets a negative timeout, which
 * newer Node also warns of). For 20 idle clients that is 5 % of a core. Here it looks only while one waits.
 */
export function mendRequestQueue(): void {
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    prototype: RequestQueue & { [mended]?: true };
  };
  if (prototype[mended]) return;
  prototype[mended] = true;
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
}
