import { isHttpUrl, serviceWords } from '@gatehouse/contracts';
import { z } from 'zod';
import { type AddressRules, signInBody } from '../sign-in/sign-in-body.ts';
import { CLIENT_ID, faultOfClientId } from './client-id.domain.ts';
import { anyCaseUuid, lines, named, oneLine } from './request-fields.ts';

/** What a service's details are held to. */
export interface ServiceRules extends AddressRules {
  /** What the platform calls itself: no client id may be taken for it. */
  audience: string;
}

/** Texts by name. */
const paramName = z.string().meta({ minLength: 1, maxLength: 255 });
const textsByName = z.record(paramName, oneLine(2_000)).superRefine((given, context) => {
  for (const name of Object.keys(given)) {
    if (named(255).safeParse(name).success) continue;
    context.addIssue({ code: 'custom', message: 'is no name for a param', path: [name] });
  }
});

/** A record drops this name silently. It is refused as an unrecognized key, together with the other faults. */
const LEFT_OUT = '__proto__';

function wouldLose(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null && Object.hasOwn(given, LEFT_OUT);
}

const params = z.preprocess((given, context) => {
  if (wouldLose(given)) context.addIssue({ code: 'unrecognized_keys', keys: [LEFT_OUT], input: given });
  return given;
}, textsByName.default({}));

/** A service as it is put. */
export function serviceBody(rules: ServiceRules) {
  return z
    .strictObject({
      clientId: z
        .string()
        .superRefine((text, context) => {
          const fault = faultOfClientId(text, rules.audience);
          if (fault !== undefined) context.addIssue(fault);
        })
        .meta({ pattern: CLIENT_ID.source, description: serviceWords.clientId }),
      name: named(255).describe(serviceWords.name),
      description: lines(5_000).optional().describe(serviceWords.description),
      redirectUris: z
        .array(
          z
            .string()
            .max(2_048)
            .refine(isHttpUrl, { error: 'should be an http or https URL' })
            .meta({ format: 'uri' }),
        )
        .max(50)
        .describe(serviceWords.redirectUris),
      parentId: anyCaseUuid.optional().describe(serviceWords.parentId),
      params: params.describe(serviceWords.params),
      status: z.literal([0, 1]).default(1).describe(serviceWords.status),
      signIn: signInBody(rules).optional().describe(serviceWords.signIn),
    })
    .meta({
      id: 'ServiceBody',
      description: 'A service as it is put; a member that is left out takes its default.',
    });
}
