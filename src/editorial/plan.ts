/** What publishing or withdrawing would do: its checks, and what else would change with it. */
import { versionKey } from '../articles/revision.sql.js';
import type { RequestContext } from '../core/context.js';
import { pinnedUnder, wholeContentAt } from './desk.loaders.js';
import type { ChangePlan, DeskArticle, PublishCheck } from './desk-article.js';
import { checkPublishable } from './publish-checks.js';
import { type ArticleAction, mayAct, transition } from './workflow.js';

export async function planPublishing(ctx: RequestContext, desk: DeskArticle): Promise<ChangePlan | null> {
  if (!desk.readable) return null;
  const content = await ctx.load(wholeContentAt, versionKey(desk.articleId, desk.version));
  const checks = content === null ? [] : checkPublishable(content, desk.scheduledFor ?? new Date());
  return planOf(ctx, desk, [stateCheck(ctx, desk, 'PUBLISH'), ...checks]);
}

export function planWithdrawal(ctx: RequestContext, desk: DeskArticle): Promise<ChangePlan> {
  return planOf(ctx, desk, [stateCheck(ctx, desk, 'WITHDRAW')]);
}

async function planOf(ctx: RequestContext, desk: DeskArticle, checks: PublishCheck[]): Promise<ChangePlan> {
  return { checks, partnersTold: 0, relatedHeadlinesAffected: await ctx.load(pinnedUnder, desk.articleId) };
}

function stateCheck(ctx: RequestContext, desk: DeskArticle, action: ArticleAction): PublishCheck {
  const passed = transition(desk, action) !== null && mayAct(ctx.editor, action, desk);
  return { code: 'STATE', passed, message: passed ? null : `It is ${desk.status}: you cannot ${action} it now.` };
}
