/** Things in groups, each known by a text. */
export interface Groups<T extends object> {
  add(name: string, member: T): void
  remove(name: string, member: T): void
  /** The members of a group, in the order of adding. */
  of(name: string): T[]
  /** The members of all groups, one group after another. */
  all(): T[]
}

/** A group of one, as most may be, is kept without a `Set`: a hundred thousand of those are slow to make and to keep. */
export function createGroups<T extends object>(): Groups<T> {
  const groups = new Map<string, T | Set<T>>()

  return {
    add(name, member) {
      const group = groups.get(name)
      if (group === undefined) groups.set(name, member)
      else if (group instanceof Set) group.add(member)
      else groups.set(name, new Set([group, member]))
    },
    remove(name, member) {
      const group = groups.get(name)
      if (group instanceof Set) group.delete(member)
      if (group === member || (group instanceof Set && group.size === 0)) groups.delete(name)
    },
    of: (name) => membersOf(groups.get(name)),
    all: () => [...groups.values()].flatMap(membersOf),
  }
}

function membersOf<T extends object>(group: T | Set<T> | undefined): T[] {
  if (group === undefined) return []
  return group instanceof Set ? [...group] : [group]
}
