import { Command, Option } from 'commander';
import { recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import type { CommandContext } from '../command/command-context.ts';
import { paged } from '../command/listing.ts';
import { collect } from '../command/option-values.ts';
import { acting, deleting, listing } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';

const PATH = '/manage/attributes';

interface AttributeOptions {
  type: string;
  claim?: string;
  unwritable?: boolean;
  mfaGet?: boolean;
  mfaSet?: boolean;
  reader?: readonly string[];
  writer?: readonly string[];
}

async function serviceIds({ references }: CommandContext, names: readonly string[] | undefined) {
  return names && Promise.all(names.map((name) => references.service(name)));
}

/** `gatehouse attribute`: what frontends may keep of who is signed in. */
export function attributeCommand(terminal: Terminal): Command {
  const group = new Command('attribute').description('attributes: what frontends may keep of a person');

  listing(paged(group.command('list').description('list the attributes')), terminal, () => ({
    ...{ path: PATH, plural: 'attributes', columns: ['name', 'type', 'claim', 'writable', 'mfa'] },
  }));

  const put = group
    .command('put <name>')
    .description('declare an attribute, or replace its declaration: what is not named takes its default')
    .addOption(
      new Option('--type <type>', 'what its values are')
        .choices(['boolean', 'number', 'text', 'json'])
        .makeOptionMandatory(),
    )
    .option('--claim <claim>', 'the claim of the provider that it is read from')
    .option('--unwritable', 'no service may set it')
    .option('--mfa-get', 'reading it needs MFA')
    .option('--mfa-set', 'setting it needs MFA')
    .option('--reader <service>', 'a service that may read it; again for more (default: all)', collect)
    .option('--writer <service>', 'a service that may set it; again for more (default: all)', collect);
  acting<AttributeOptions>(put, terminal, async (context, options, name = '') => {
    const { type, claim, unwritable, mfaGet: get = false, mfaSet: set = false } = options;
    const readers = await serviceIds(context, options.reader);
    const writers = await serviceIds(context, options.writer);
    const json = { type, claim, writable: unwritable !== true, mfa: { get, set }, readers, writers };
    const { body } = await context.api.call('PUT', `${PATH}${path`/${name}`}`, { json });
    context.print.record(recordOf(body));
  });

  const remove = group.command('delete <name>').description('delete an attribute with all its values');
  deleting(remove, terminal, {
    pathOf: (_context, name = '') => `${PATH}${path`/${name}`}`,
    question: (name) => `Delete the attribute ${name} with all its values?`,
    done: (name) => `The attribute ${name} is deleted.`,
  });
  return group;
}
