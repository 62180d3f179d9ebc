/** What the members of a webhook mean, in its events and in the API. */
export const webhookWords = {
  url: 'Where events are posted. A delivery goes to the address that the webhook has at the attempt.',
  events: 'The types of events that are sent; `*` alone for all, later ones too.',
  status: '`enabled`: events are sent. `disabled`: none is.',
  disabledReason:
    'Why it is disabled: `request` (by a PUT), `gone` (it answered 410), `failing` (it failed for too long); `null` where it is enabled.',
  disabledAt: 'When it was disabled: ISO 8601 in UTC; `null` where it is enabled.',
  failingSince:
    'When the first attempt failed after which none has succeeded: ISO 8601 in UTC; `null` where it does not fail.',
} as const;
