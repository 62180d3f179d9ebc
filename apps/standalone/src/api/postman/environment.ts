export function postmanEnvironment() { return {}; }
