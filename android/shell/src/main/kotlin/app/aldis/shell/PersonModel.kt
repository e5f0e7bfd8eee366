package app.aldis.shell

import app.aldis.engine.Refusal

/** One of them. */
class PersonModel(private val desk: Desk, private val id: Int) : Model<PersonModel.State, PersonModel.Event>(State.Gone) {

    sealed interface State {
        /**
         * Days since 1970-01-01.
         *
         * @property lease how long the person gets text; null where it ended or was not confirmed.
         * @property notices whether messages to the person carry notices of ended phones.
         * @property cardOnItsWay whether this phone's card has no force there yet.
         */
        data class Here(
            val name: String,
            val stand: Stand,
            val heard: Int?,
            val alarm: Alarm?,
            val end: End?,
            val lease: Lease?,
            val notices: Boolean,
            val cardOnItsWay: Boolean,
            val missing: List<Int>,
            val canShowLast: Boolean,
            val face: Face = Face.OVERVIEW,
            val words: List<String> = emptyList(),
            val digits: String = "",
            val refused: Refused? = null,
        ) : State

        data object Gone : State
    }

    /** @property until the last day on which text is sealed, unless a sign of life comes. */
    data class Lease(val until: Int, val over: Boolean, val extended: Boolean)

    /** What the screen is busy with. */
    enum class Face { OVERVIEW, WORDS, RENAME, NOTICES, BURN }

    sealed interface Event {
        data object Write : Event

        data object SignOfLife : Event

        data object ShowLast : Event

        data object Practise : Event

        data object Extend : Event

        data object Pause : Event

        data object Resume : Event

        data class Turn(val face: Face) : Event

        data class Rename(val name: String) : Event

        /** Messages to the person carry notices, or no more. */
        data class Notices(val on: Boolean) : Event

        data object Match : Event

        data object Burn : Event

        data object MeetAgain : Event

        data object Back : Event
    }

    init {
        look()
    }

    override fun on(event: Event) = try {
        act(event)
    } catch (refusal: Refusal) {
        (state as? State.Here)?.let { state = it.copy(refused = Refused.of(refusal)) } ?: Unit
    }

    private fun act(event: Event) {
        val here = state as? State.Here
        when (event) {
            Event.Write -> desk.way.go(Where.Write(id))
            Event.SignOfLife -> desk.way.go(Where.ShowCode(desk.phone.writeSignOfLife(personId(id)), id))
            Event.ShowLast -> desk.way.go(Where.ShowCode(desk.phone.show(personId(id), null), id))
            Event.Practise -> desk.way.go(Where.Practice(id))
            Event.Extend -> change { desk.phone.extendLease(personId(id)) }
            Event.Pause -> change { desk.phone.pause(personId(id)) }
            Event.Resume -> change { desk.phone.resume(personId(id)) }
            is Event.Turn -> here?.let { state = it.copy(face = event.face, refused = null) }
            is Event.Rename -> change { desk.phone.rename(personId(id), event.name.trim()) }
            is Event.Notices -> change { desk.phone.setNotices(personId(id), event.on) }
            Event.Match -> change { desk.phone.confirm(personId(id)) }
            Event.Burn -> {
                desk.phone.burnPerson(personId(id))
                desk.burnedText()
                desk.way.back()
            }
            Event.MeetAgain -> desk.way.go(Where.Meet(here?.name))
            Event.Back -> desk.way.back()
        }
    }

    private fun change(act: () -> Unit) {
        act()
        look()
    }

    private fun look() {
        val person = desk.person(id)
        state = if (person == null) State.Gone else State.Here(
            name = person.name,
            stand = stand(person),
            heard = person.heard?.toInt(),
            alarm = alarm(person),
            end = desk.end(person),
            lease = person.lease.takeIf { stand(person) == Stand.CONFIRMED || stand(person) == Stand.PAUSED }
                ?.let { Lease(it.until.toInt(), it.over, it.extended) },
            notices = person.notices,
            cardOnItsWay = person.cardOnItsWay,
            missing = person.missing.map { it.toInt() },
            canShowLast = person.kept.isNotEmpty(),
            words = person.words.words,
            digits = person.words.digits,
        )
    }
}
