/** Every mutation declares who may call it, and the table of mutation by role is the one written here. */
import { type GraphQLInputType, isObjectType } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import { Role } from '../../src/core/access.js';
import { buildSchema } from '../../src/schema.js';
import { startApp, type TestApp } from '../support/app.js';
import { type Person, ROLES, signIn } from '../support/desk.js';
import { makePartner, type TestPartner } from '../support/partners.js';
import { sampleInput } from '../support/sample-input.js';

/** The least role that may call each; ANYBODY needs none. */
const TABLE: Record<string, keyof typeof Role | 'ANYBODY'> = {
  reportImage: 'ANYBODY',
  signIn: 'ANYBODY',
  signOut: 'CONTRIBUTOR',
  changePassword: 'CONTRIBUTOR',
  setUpTwoFactor: 'CONTRIBUTOR',
  confirmTwoFactor: 'CONTRIBUTOR',
  turnOffTwoFactor: 'CONTRIBUTOR',
  createUser: 'ADMIN',
  editUser: 'ADMIN',
  resetPassword: 'ADMIN',
  createArticle: 'CONTRIBUTOR',
  editArticle: 'CONTRIBUTOR',
  submitArticle: 'CONTRIBUTOR',
  returnArticle: 'EDITOR',
  publishArticle: 'EDITOR',
  scheduleArticle: 'EDITOR',
  unscheduleArticle: 'EDITOR',
  unpublishArticle: 'EDITOR',
  correctArticle: 'EDITOR',
  withdrawArticle: 'CHIEF',
  restoreRevision: 'CONTRIBUTOR',
  deleteArticle: 'CONTRIBUTOR',
  assignArticle: 'EDITOR',
  lockArticle: 'CONTRIBUTOR',
  unlockArticle: 'CONTRIBUTOR',
  addNote: 'CONTRIBUTOR',
  createPreviewLink: 'CONTRIBUTOR',
  createTag: 'EDITOR',
  editTag: 'EDITOR',
  mergeTags: 'CHIEF',
  tagArticles: 'EDITOR',
  createSource: 'CHIEF',
  editSource: 'CHIEF',
  pinHeadline: 'EDITOR',
  unpinHeadline: 'EDITOR',
  pinRelated: 'EDITOR',
  blockRelated: 'EDITOR',
  resetRelated: 'EDITOR',
  editImage: 'EDITOR',
  deleteImage: 'EDITOR',
  resolveImageReports: 'EDITOR',
  createPartner: 'ADMIN',
  editPartner: 'ADMIN',
  createApiKey: 'ADMIN',
  revokeApiKey: 'ADMIN',
  createWebhook: 'ADMIN',
  editWebhook: 'ADMIN',
  deleteWebhook: 'ADMIN',
  rotateWebhookSecret: 'ADMIN',
  testWebhook: 'ADMIN',
  redeliverWebhook: 'ADMIN',
};

const schema = buildSchema();
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

let test: TestApp;
let people: [Role, Person][];
let partner: TestPartner;
beforeAll(async () => {
  test = await startApp();
  partner = await makePartner(test);
  people = await Promise.all(ROLES.map(async (role): Promise<[Role, Person]> => [role, await signIn(test, role)]));
});
afterAll(() => test.close());

it('every mutation stands in the table, and declares its requirement', () => {
  expect(mutations.map((field) => field.name).sort()).toEqual(Object.keys(TABLE).sort());
  const undeclared = getMetadataStorage().mutations.filter(({ roles }) => (roles?.length ?? 0) === 0);
  expect(undeclared.map((mutation) => mutation.schemaName)).toEqual([]);
});

it.each(Object.entries(TABLE))('%s is for %s and above', async (name, least) => {
  const field = mutations.find((one) => one.name === name);
  const [input] = field?.args ?? [];
  const selection = isObjectType(field?.type) ? '{ errors { code } }' : '';
  const call = (ask: TestApp['ask']) =>
    input
      ? ask(`mutation ($input: ${input.type}) { ${name}(input: $input) ${selection} }`, {
          input: sampleInput(input.type as GraphQLInputType),
        })
      : ask(`mutation { ${name} ${selection} }`);
  const codeOf = async (ask: TestApp['ask']) => (await call(ask)).errors?.[0]?.extensions.code ?? 'ALLOWED';
  const answers: Record<string, string> = {
    nobody: await codeOf(test.ask),
    partner: await codeOf(partner.ask as TestApp['ask']),
  };
  for (const [role, person] of people) answers[role] = await codeOf(person.ask as TestApp['ask']);
  const allowed = (role: Role) => least === 'ANYBODY' || ROLES.indexOf(role) >= ROLES.indexOf(Role[least]);
  expect(answers).toEqual({
    nobody: least === 'ANYBODY' ? 'ALLOWED' : 'UNAUTHENTICATED',
    partner: least === 'ANYBODY' ? 'ALLOWED' : 'FORBIDDEN',
    ...Object.fromEntries(ROLES.map((role) => [role, allowed(role) ? 'ALLOWED' : 'FORBIDDEN'])),
  });
  // Signing out ended their sessions.
  if (name === 'signOut')
    people = await Promise.all(ROLES.map(async (role): Promise<[Role, Person]> => [role, await signIn(test, role)]));
});
