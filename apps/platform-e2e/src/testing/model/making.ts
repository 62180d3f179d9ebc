import { type ApiAnswer, type ApiClient, apiClient } from '@gatehouse/testing';
import type { AccessModel, ModelOrganisation, ModelService } from './access-model.ts';
import type { Read } from './compare-answers.ts';

/** Makes what commands then change, on the platform and in the model. */
export interface Making {
  service(service: Omit<ModelService, 'roles' | 'policies'>, codes: readonly string[]): Promise<void>;
  organisation(organisation: ModelOrganisation): Promise<void>;
  clientOf(serviceId: string): ApiClient;
  read: Read;
}

export function createMaking(url: string, operator: ApiClient, model: AccessModel): Making {
  const clients = new Map<string, ApiClient>();

  async function put(path: string, body: object): Promise<ApiAnswer> {
    const answer = await operator.put(path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer;
  }

  function clientOf(serviceId: string): ApiClient {
    const client = clients.get(serviceId);
    if (client === undefined) throw new Error(`no client was made of ${serviceId}`);
    return client;
  }

  return {
    async service({ id, ...service }, codes) {
      const redirectUris = ['https://service.example.org/done'];
      const { body } = await put(`/manage/services/${id}`, { ...service, redirectUris });
      clients.set(id, apiClient(url, service.clientId, body.apiSecret));
      const roles: ModelService['roles'] = new Map();
      for (const code of codes) {
        await put(`/manage/services/${id}/roles/${code}`, { name: `Role ${code}` });
        roles.set(code, { name: `Role ${code}`, status: 'Active' });
      }
      model.services.set(id, { id, ...service, roles, policies: new Map() });
    },
    async organisation({ id, ...organisation }) {
      await put(`/manage/organisations/${id}`, organisation);
      model.organisations.set(id, { id, ...organisation });
    },
    clientOf,
    read: (serviceId, path) => clientOf(serviceId).get(path),
  };
}
