/** Fills in the form of a registration page as a browser without JavaScript does, and sends it. Gives where it leads. */
export async function acceptByPage(link: string, code: string): Promise<string> {
  const page = await fetch(link);
  const html = await page.text();
  if (!page.ok) throw new Error(`the link was answered ${page.status}`);
  const form = new URLSearchParams();
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const name = /\sname="([^"]*)"/.exec(tag)?.[1];
    if (name !== undefined) form.append(name, /\svalue="([^"]*)"/.exec(tag)?.[1] ?? '');
  }
  form.set('code', code);
  const answer = await fetch(link, { method: 'POST', body: form, redirect: 'manual' });
  const location = answer.headers.get('location');
  if (answer.status !== 303 || location === null) throw new Error(`the form was answered ${answer.status}`);
  return location;
}

/** The link and the code of a registration email's text. */
export function linkAndCodeOf(text: string): { link: string; code: string } {
  const link = /https?:\/\/\S+\/register\/[A-Za-z0-9_-]+/.exec(text)?.[0];
  const code = /^\s*([A-Z0-9]{8})\s*$/m.exec(text)?.[1];
  if (link === undefined || code === undefined) throw new Error('the email holds no link or no code');
  return { link, code };
}
