/** What happens to every operation beside its answer: what is refused, logged, measured, and kept from caches. */
import type { ApolloServerPlugin } from '@apollo/server';
import { isEditor } from './core/access.js';
import { forbidden } from './core/errors.js';
import { rememberRequest } from './core/graphql-errors.js';
import { asksForSchema } from './core/introspection.js';
import { operationDuration } from './core/metrics.js';
import type { GraphQLContext } from './graphql-context.js';

/** Time to answer, for /metrics. */
export const durations: ApolloServerPlugin<GraphQLContext> = {
  async requestDidStart() {
    const stop = operationDuration.startTimer();
    return {
      async willSendResponse({ operation, errors }) {
        stop({ type: operation?.operation ?? 'none', outcome: errors ? 'errors' : 'ok' });
      },
    };
  },
};

/** Errors that are masked are logged under the id of their request. */
export const failures: ApolloServerPlugin<GraphQLContext> = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue }) {
        rememberRequest(errors, contextValue.request.id);
      },
    };
  },
};

/** INTROSPECTION=off: the schema is for editors alone. */
export const refuseIntrospection: ApolloServerPlugin<GraphQLContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ document, contextValue }) {
        if (!isEditor(contextValue.actor) && asksForSchema(document))
          throw forbidden('Introspection is for editors here: sign in.');
      },
    };
  },
};

/** Another site can make a browser send its cookie along, but not with this site's origin. */
export const refuseForgeries: ApolloServerPlugin<GraphQLContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation, contextValue }) {
        if (operation?.operation === 'mutation' && contextValue.forgeable)
          throw forbidden(
            'A mutation by cookie needs the Origin of this very site: open it under one name, or send a bearer token.',
          );
      },
    };
  },
};

/** What was made for one caller is kept by nobody else. */
export const privacy: ApolloServerPlugin<GraphQLContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ contextValue, response }) {
        if (contextValue.actor.kind === 'anonymous' && contextValue.cacheable) return;
        response.http.headers.set('cache-control', 'no-store');
      },
    };
  },
};
