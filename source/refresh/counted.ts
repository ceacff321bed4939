/** As in `1 grant` and `12 grants`. */
export const counted = (grants: number): string => `${grants} ${grants === 1 ? 'grant' : 'grants'}`;
