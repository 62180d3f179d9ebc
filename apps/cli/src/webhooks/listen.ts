import { Command } from 'commander';
import { asEither, withEither } from '../command/acting-caller.ts';
import type { CommandContext } from '../command/command-context.ts';
import { Misused } from '../failures.ts';
import type { Terminal } from '../printing/terminal.ts';
import { createForwarder, type Forwarded, type Forwarder } from './forward.ts';
import { listen } from './listening.ts';
import type { TappedMessage } from './tapped-message.ts';
import { eventTypes } from './webhook-events.ts';

const HELP = `
It only calls out, so it works behind any firewall and needs no public address. It is a tap: what the platform sends to the
service it sends as before, and nothing that this command does changes a delivery. It begins at now. Each message comes with
its real headers and signature, so that a receiver verifies it as it would verify the real one.

Events that the service's webhook does not get are made while this command runs, also where the service has no webhook.
Ctrl-C ends it. Where the network or the platform is away for a while it goes on by itself.`;

interface ListenOptions {
  forwardTo: string;
  service?: string;
  events?: string[];
}

function receiverAddress(text: string): string {
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (url === null) throw new Misused(['--forward-to should be an http:// or https:// address']);
  return url.href;
}

/** A line for each message: for people when, what and how it was answered; with `--json` an object. */
function lineOf({ id, type }: TappedMessage, outcome: Forwarded, json: boolean, at: Date): string {
  if (json) return JSON.stringify({ at: at.toISOString(), id, type, ...outcome });
  const { status, error, durationMs } = outcome;
  const time = at.toLocaleTimeString('en-GB');
  return `${time}  ${type.padEnd(22)}  ${status ?? `no answer: ${error}`}  ${durationMs} ms  ${id}`;
}

async function forwardAll(
  { api, print, terminal, json }: CommandContext,
  path: string,
  { forwardTo, events }: ListenOptions,
  forwarder: Forwarder,
): Promise<void> {
  let count = 0;
  await listen({
    api,
    path,
    events,
    signal: terminal.interrupted?.() ?? new AbortController().signal,
    async onMessage(message) {
      const outcome = await forwarder.forward(message);
      count++;
      terminal.out.write(`${lineOf(message, outcome, json, new Date())}\n`);
    },
    onReady: () => print.remark(`Listening; messages go to ${forwardTo}. Ctrl-C ends it.`),
    onFailure: (reason) => print.remark(`${reason} Trying again.`),
    onBeginAgain: () =>
      print.remark(
        'It was away for too long, and begins again at now: what came meanwhile is not forwarded.',
      ),
  });
  print.remark(`Ended. Messages forwarded: ${count}`);
}

/** `gatehouse listen`: what a service is sent, on a developer's machine. */
export function listenCommand(terminal: Terminal): Command {
  return asEither(
    new Command('listen')
      .description(
        'forward what a service is sent, callbacks, webhook events and logout tokens, to an address of yours',
      )
      .requiredOption('--forward-to <url>', 'where each message is posted to')
      .option('--service <service>', 'whose messages; by default those of the service which it acts as')
      .option(
        '--events <types>',
        "only these event types, separated by commas (the webhook's, else all)",
        eventTypes,
      ),
  )
    .addHelpText('after', HELP)
    .action((options: ListenOptions, command: Command) => {
      const address = receiverAddress(options.forwardTo);
      return withEither(command, terminal, options.service, async (context, servicePath) => {
        const forwarder = createForwarder(address);
        try {
          await forwardAll(context, `${servicePath}/listen`, options, forwarder);
        } finally {
          await forwarder.close();
        }
      });
    });
}
