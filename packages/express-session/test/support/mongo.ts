interface Document {
  readonly _id: string;
  readonly expires?: Date;
  [name: string]: unknown;
}

/**
 * As much of a MongoDB client as connect-mongo uses, in memory: there is no server to be had here. What is tested is the record that
 * connect-mongo makes of a session.
 */
export function fakeMongo(): { readonly client: object; readonly documents: Map<string, Document> } {
  const documents = new Map<string, Document>();
  const collection = {
    createIndex: async () => "expires_1",
    findOne: async ({ _id }: { _id: string }) => {
      const found = documents.get(_id);
      return found && (found.expires === undefined || found.expires > new Date()) ? { ...found } : null;
    },
    updateOne: async ({ _id }: { _id: string }, { $set }: { $set: object }, { upsert = false } = {}) => {
      const found = documents.get(_id);
      if (found === undefined && !upsert) return { matchedCount: 0, upsertedCount: 0 };
      // What the driver would send: no prototypes.
      documents.set(_id, { ...found, ...structuredClone($set), _id });
      return { matchedCount: found ? 1 : 0, upsertedCount: found ? 0 : 1 };
    },
    deleteOne: async ({ _id }: { _id: string }) => ({ deletedCount: documents.delete(_id) ? 1 : 0 }),
  };
  return { client: { db: () => ({ collection: () => collection }), close: async () => {} }, documents };
}
