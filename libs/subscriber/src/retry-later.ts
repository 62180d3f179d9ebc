/** What a handler throws when it may succeed later: the event is tried again, about a minute in all, before it is a dead letter. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly retryable = true;
}
