import type { HandleMany, SubscribeOptions } from './subscribe.ts';

/** What `subscribe` handles records with, together or alone, where one does both. */
export function handledTogether(handleMany: HandleMany): Pick<SubscribeOptions, 'handle' | 'handleMany'> {
  return {
    handleMany,
    async handle(record) {
      const [outcome] = await handleMany([record]);
      if (outcome === undefined) throw new TypeError('a record was handled without an outcome');
      return outcome;
    },
  };
}
