/**
 * A mail server, as a program to kill: a message that it accepts is in its file by then. What came is read at its second port,
 * as the platform's own mailbox is. Usage: node bench/kills/mail-server.ts SMTP-PORT PORT FILE
 */
import type { MailboxMessage } from '../../apps/platform-e2e/src/testing/scene.ts';
import { smtpMailbox } from '../../apps/platform-e2e/src/testing/smtp-mailbox.ts';
import { newRecordsOf, openRecords } from './records.ts';

const [smtpPort, port, file = ''] = process.argv.slice(2);
const messages = newRecordsOf<MailboxMessage>(file)();
await smtpMailbox({
  smtpPort: Number(smtpPort),
  port: Number(port),
  messages,
  onMessage: openRecords(file),
});
