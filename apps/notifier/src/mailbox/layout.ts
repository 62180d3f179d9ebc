import { escaped } from '../email/rendered-email.ts';

/** A page of the mailbox; `content` is html. */
export function mailboxPage(title: string, content: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} – Mailbox</title>
<link rel="icon" href="/mailbox/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/mailbox/style.css">
</head>
<body>
<a class="skip" href="#main">Skip to main content</a>
<header><p><a href="/mailbox">Mailbox</a></p></header>
<main id="main" tabindex="-1">
${content}
</main>
</body>
</html>
`;
}

/** An envelope; without an icon of their own, browsers ask for `/favicon.ico`, which takes a token. */
export const mailboxIcon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#1d70b8" d="M2 6h28v20H2z"/><path fill="none" stroke="#fff" stroke-width="2" d="m3 7 13 11L29 7"/></svg>
`;

/** The pages' style sheet. */
export const mailboxStyle = `
body { margin: 0; color: #0b0c0c; background: #fff; font: 19px/1.32 Helvetica, Arial, sans-serif; }
header { background: #1d70b8; }
header p { margin: 0 auto; max-width: 960px; padding: 12px 20px; font-weight: bold; }
header a { color: #fff; text-decoration: none; }
main { max-width: 960px; margin: 0 auto; padding: 30px 20px; outline: none; }
h1 { font-size: 32px; line-height: 1.1; margin: 0 0 20px; overflow-wrap: anywhere; }
h2 { font-size: 24px; line-height: 1.2; margin: 30px 0 10px; }
a { color: #1a65a6; text-underline-offset: 0.15em; }
a:focus, input:focus, button:focus { outline: 3px solid #fd0; outline-offset: 0; background: #fd0; color: #0b0c0c; box-shadow: 0 4px #0b0c0c; text-decoration: none; }
.skip { position: absolute; left: -9999px; }
.skip:focus { position: static; display: block; padding: 10px 20px; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: bold; padding-bottom: 10px; }
th, td { text-align: left; vertical-align: top; padding: 10px 20px 10px 0; border-bottom: 1px solid #b1b4b6; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 8px 20px; margin: 0; }
dt { font-weight: bold; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 16px/1.4 monospace; background: #f3f2f1; padding: 15px; margin: 0; }
iframe { width: 100%; height: 640px; border: 1px solid #b1b4b6; }
label { display: block; margin-bottom: 5px; }
form { margin-bottom: 30px; }
input { font: inherit; padding: 5px; border: 2px solid #0b0c0c; width: 100%; max-width: 400px; box-sizing: border-box; }
button { font: inherit; padding: 8px 10px 7px; border: 0; background: #00703c; color: #fff; box-shadow: 0 2px #002d18; cursor: pointer; margin-top: 10px; }
`;
