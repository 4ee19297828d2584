// What is looked at in a room: the room itself, where a plan asks for it or nothing else is there,
// then its units. A round that an older page took along knows of no list for the room.
export const nameOf = (unit) => `unit-${unit.id ?? "room"}`;

export const hasService = (room) => Boolean(room.units.length || room.own?.service.length);

export function unitsOf(room, scope) {
  const isAsked = !room.units.length || room.own?.[scope].length;
  return isAsked ? [{ id: null, icon: "door", lists: room.own || {} }, ...room.units] : room.units;
}
