/** The one account of the authorization server: what its login page accepts. */
export const ACCOUNT = { login: 'alice', password: 'wonderland' };
