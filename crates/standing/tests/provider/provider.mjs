// A real identity provider for the tests: oidc-provider with its own pages for signing in.
//
//   node provider.mjs FOLDER PORT     FOLDER holds node_modules; port 0 takes a free one
//
// Prints its port. It ends with its standard input. Two addresses are the tests' own: `/test/last`
// tells the last way back that it gave, and `/test/lie?about=WHAT` makes it lie in its next tokens.

import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [folder, port] = process.argv.slice(2);
const require = createRequire(`${folder}/here.js`);
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { Provider } = await load('oidc-provider');
const { SignJWT, generateKeyPair, exportJWK, decodeJwt, importJWK } = await load('jose');

const KEY = { alg: 'RS256', kid: 'first', use: 'sig' };
const pair = async () => (await generateKeyPair('RS256', { extractable: true })).privateKey;
const key = { ...(await exportJWK(await pair())), ...KEY };
const stranger = await pair();

const server = createServer();
await new Promise((done) => server.listen(Number(port), '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'standing',
      client_secret: 'the secret of the client',
      redirect_uris: ['http://localhost/sign-in/provider/back'],
    },
  ],
  cookies: { keys: ['a key of the tests'] },
  jwks: { keys: [key] },
  pkce: { required: () => true, methods: ['S256'] },
});
// The tests' server takes a free port, which nobody knows beforehand.
provider.Client.prototype.redirectUriAllowed = (uri) => uri.endsWith('/sign-in/provider/back');

const last = { state: '', back: '' };
let lie = '';

const LIES = {
  nonce: { nonce: 'another' },
  issuer: { iss: 'http://127.0.0.1:1' },
  audience: { aud: 'somebody else' },
  expiry: { iat: 1, exp: 2 },
  signature: {},
};

async function lied(token) {
  const signer = lie === 'signature' ? stranger : await importJWK(key, 'RS256');
  return new SignJWT({ ...decodeJwt(token), ...LIES[lie] }).setProtectedHeader(KEY).sign(signer);
}

provider.use(async (ctx, next) => {
  if (ctx.path === '/test/last') {
    ctx.body = last;
    return;
  }
  if (ctx.path === '/test/lie') {
    lie = ctx.query.about;
    ctx.body = `lies about ${lie}`;
    return;
  }
  if (ctx.path === '/auth' && ctx.query.state) last.state = ctx.query.state;
  await next();
  // Its pages name a font of somebody else's server; tests ask nobody outside.
  if (typeof ctx.body === 'string') ctx.body = ctx.body.replace(/@import url[^;]*;/, '');
  const to = ctx.response.get('location');
  if (to.includes('/sign-in/provider/back')) last.back = to;
  if (lie && ctx.path === '/token' && ctx.body?.id_token) ctx.body.id_token = await lied(ctx.body.id_token);
});

server.on('request', provider.callback());
process.stdin.on('end', () => process.exit()).resume();
console.log(server.address().port);
