/** What the authorization server keeps of a token, a session, an interaction. */
export type Payload = Record<string, unknown> & {
	exp?: number;
	grantId?: string;
	uid?: string;
	userCode?: string;
	consumed?: number;
};

/** One memory for all models, which the rig may look into and change. */
export class TokenMemory {
	readonly entries = new Map<string, Payload>();
	/** Called before an access token is kept; undefined is not kept at all. */
	onAccessToken: (payload: Payload) => Payload | undefined = payload => payload;

	/** oidc-provider's adapter contract for one model. */
	adapter(model: string) {
		const {entries} = this;
		const find = async (matches: (payload: Payload) => boolean) =>
			[...entries].find(([key, value]) => key.startsWith(`${model}:`) && matches(value))?.[1];
		return {
			upsert: async (id: string, payload: Payload) => {
				const kept = model === 'AccessToken' ? this.onAccessToken(payload) : payload;
				if (kept) entries.set(`${model}:${id}`, kept);
			},
			find: async (id: string) => entries.get(`${model}:${id}`),
			findByUid: (uid: string) => find(payload => payload.uid === uid),
			findByUserCode: (userCode: string) => find(payload => payload.userCode === userCode),
			consume: async (id: string) => {
				const payload = entries.get(`${model}:${id}`);
				if (payload) payload.consumed = Math.floor(Date.now() / 1000);
			},
			destroy: async (id: string) => {
				entries.delete(`${model}:${id}`);
			},
			revokeByGrantId: async (grantId: string) => {
				for (const [key, {grantId: own}] of entries) {
					if (own === grantId) entries.delete(key);
				}
			},
		};
	}
}
