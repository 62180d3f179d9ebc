import { createMetrics } from '@gatehouse/runtime';
import { createLogMetrics } from './log-metrics.ts';

const consumer = (lag: number) => ({
  caughtUp: Promise.resolve(),
  reachEnd: async () => true,
  lag: async () => new Map([['users', lag]]),
  close: async () => {},
});

test('records by what became of them; lag and dead letters by group', async () => {
  const metrics = createMetrics('sample');
  const { onOutcome, onSkipped, follow } = createLogMetrics(metrics);
  follow({ 'sample.copy': { ...consumer(3), openDeadLetters: () => 2 }, 'sample.replica': consumer(5) });
  onOutcome('users', { status: 'done' });
  onOutcome('users', { status: 'dead' });
  onSkipped('users');
  const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('gatehouse_'));
  expect(lines.sort()).toEqual([
    'gatehouse_consumed_records_total{topic="users",outcome="dead",app="sample"} 1',
    'gatehouse_consumed_records_total{topic="users",outcome="done",app="sample"} 1',
    'gatehouse_consumed_records_total{topic="users",outcome="skipped",app="sample"} 1',
    'gatehouse_consumer_lag_records{group="sample.copy",topic="users",app="sample"} 3',
    'gatehouse_consumer_lag_records{group="sample.replica",topic="users",app="sample"} 5',
    'gatehouse_dead_letters_open{group="sample.copy",app="sample"} 2',
  ]);
});
