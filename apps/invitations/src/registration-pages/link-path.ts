/** The path of a link, as pages lead to it. */
export function linkPath(token: string): string {
  return `/register/${encodeURIComponent(token)}`;
}

/** Where one invitation of a link is declined. */
export function declinePath(token: string, invitationId: string): string {
  return `${linkPath(token)}/decline/${invitationId}`;
}
