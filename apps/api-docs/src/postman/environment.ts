/** The environment that the collection runs in: the operator's secret is to be filled in, the rest comes by itself. */
export function postmanEnvironment() {
  const value = (key: string, text: string, type: 'default' | 'secret' = 'default') => ({
    key,
    value: text,
    type,
    enabled: true,
  });
  return {
    id: '3b1f0c52-6f0e-4a57-8a86-6b4f2a9d7c11',
    name: 'Gatehouse',
    values: [
      value('baseUrl', 'http://localhost:43890'),
      value('audience', 'signin.education.gov.uk'),
      value('clientId', 'operator'),
      value('clientSecret', '', 'secret'),
    ],
    _postman_variable_scope: 'environment',
  };
}
