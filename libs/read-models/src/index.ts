export { readModelCollections } from './collections.ts';
export { FIRST_RUN, performsEffects, runsPerhapsRead } from './control.ts';
export type { DeclarationsOf, ReadModelDeclaration } from './declaration.ts';
export type { Generation, GenerationConsumer } from './following.ts';
export { PACE, type Pace } from './pace.ts';
export { openReadModel, type ReadModel } from './read-model.ts';
export { giveUpRebuild, listReadModels, readReadModel, rebuildReadModel } from './routes.ts';
export { type RunningReadModel, type RunReadModelOptions, runReadModel } from './run-read-model.ts';
