// Signs somebody in to the site, as a browser without JavaScript does, with the code from the platform's mailbox.
const [email = 'approver@school.example', site = 'http://localhost:3000'] = process.argv.slice(2);
const platform = process.env.ISSUER ?? 'http://localhost:43890';
const cookies = {}; // by origin

async function visit(url, form) {
  cookies[url.origin] ??= new Map();
  const jar = cookies[url.origin];
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const sent = form === undefined ? {} : { method: 'POST', body: form };
  const headers = { cookie, ...(form !== undefined && { origin: url.origin }) };
  const answer = await fetch(url, { redirect: 'manual', headers, ...sent });
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    if (value === '') jar.delete(name);
    else jar.set(name, value);
  }
  const location = answer.headers.get('location');
  return location === null ? { url, text: await answer.text() } : visit(new URL(location, url));
}

function send({ url, text }, action, fields) {
  for (const [, given, content] of text.matchAll(/<form[^>]*\saction="([^"]*)"[^>]*>(.*?)<\/form>/gs)) {
    const target = new URL(given.replaceAll('&amp;', '&'), url);
    if (!target.pathname.endsWith(action)) continue;
    const form = new URLSearchParams();
    for (const [tag] of content.matchAll(/<input[^>]*>/g)) {
      const name = /\sname="([^"]*)"/.exec(tag)?.[1];
      if (name !== undefined) form.append(name, /\svalue="([^"]*)"/.exec(tag)?.[1] ?? '');
    }
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    return visit(target, form);
  }
  throw new Error(`${url} has no form that is sent to ${action}:\n${text}`);
}

async function codeFor(since) {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(`${platform}/mailbox/messages?to=${encodeURIComponent(email)}`);
    const codes = (await answer.json()).flatMap(({ text }) => /^\s*(\d{4} \d{4})\s*$/m.exec(text)?.[1] ?? []);
    if (codes.length > since) return codes.at(-1);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no email with a code came to ${email}`);
}

const before = await fetch(`${platform}/mailbox/messages?to=${encodeURIComponent(email)}`);
const codes = (await before.json()).filter(({ text }) => /^\s*\d{4} \d{4}\s*$/m.test(text)).length;
const asked = await visit(new URL('/sign-in', site));
const waiting = await send(asked, '/address', { email });
const { text } = await send(waiting, '/code', { code: await codeFor(codes) });
process.stdout.write(`${text}\n`);
