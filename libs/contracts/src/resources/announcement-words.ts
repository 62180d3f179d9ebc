/** What the members of an announcement mean, as it is sent and as it is answered. */
export const announcementWords = {
  messageId:
    'The id of the announcement: a UUID that the client chooses. Publishing one again replaces it; one that another client published first is 404.',
  urn: 'The organisation, by its URN: digits. Either `urn` or `uid`, and not both.',
  uid: 'The organisation, by its UID. Either `urn` or `uid`, and not both.',
  type: 'What it is about: 1 a warning, 2 an issue, about the establishment record; 4 a warning, 5 an issue, about the governance record.',
  title: 'The heading: one line of plain text.',
  summary: 'The message in short: plain text with line breaks.',
  body: 'The whole message: plain text with line breaks. HTML is shown as it is written.',
  publishedAt: 'From when the announcement counts: ISO 8601; without an offset it is UTC.',
  expiresAt:
    'Until when the announcement counts: ISO 8601; without an offset it is UTC. Left out, it has no end.',
} as const;
