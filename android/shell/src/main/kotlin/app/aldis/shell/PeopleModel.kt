package app.aldis.shell

import app.aldis.engine.EndedBy
import app.aldis.engine.Person
import app.aldis.engine.Refusal
import app.aldis.engine.Standing

/** What may be done with somebody. */
enum class Stand { UNCONFIRMED, CONFIRMED, PAUSED, ENDED, ENDED_BY_CARD }

internal fun stand(person: Person) = when (person.standing) {
    Standing.UNCONFIRMED -> Stand.UNCONFIRMED
    Standing.CONFIRMED -> Stand.CONFIRMED
    Standing.PAUSED -> Stand.PAUSED
    Standing.ENDED -> if (person.ended?.by in listOf(null, EndedBy.Themselves)) Stand.ENDED else Stand.ENDED_BY_CARD
}

/** Everybody whom this phone knows. */
class PeopleModel(private val desk: Desk) : Model<PeopleModel.State, PeopleModel.Event>(State(emptyList())) {

    data class State(val people: List<Row>)

    /** @property heard days since 1970-01-01. */
    data class Row(val id: Int, val name: String, val stand: Stand, val heard: Int?, val alarm: Boolean)

    sealed interface Event {
        data class Open(val person: Int) : Event

        data object Meet : Event

        data object Back : Event
    }

    init {
        state = State(desk.phone.people().map {
            Row(it.id.number.toInt(), it.name, stand(it), it.heard?.toInt(), it.alarm != null)
        })
    }

    override fun on(event: Event) = when (event) {
        is Event.Open -> desk.way.go(Where.Person(event.person))
        Event.Meet -> desk.way.go(Where.Meet())
        Event.Back -> desk.way.back()
    }
}

/** One of them. */
class PersonModel(private val desk: Desk, private val id: Int) : Model<PersonModel.State, PersonModel.Event>(State.Gone) {

    sealed interface State {
        /** Days since 1970-01-01; an alarm of 0 is of a day that is not known. */
        data class Here(
            val name: String,
            val stand: Stand,
            val heard: Int?,
            val alarm: Int?,
            val missing: List<Int>,
            val canShowLast: Boolean,
            val canExtend: Boolean,
            val face: Face = Face.OVERVIEW,
            val words: List<String> = emptyList(),
            val digits: String = "",
            val refused: Refused? = null,
        ) : State

        data object Gone : State
    }

    /** What the screen is busy with. */
    enum class Face { OVERVIEW, WORDS, RENAME, BURN }

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
            alarm = person.alarm?.toInt(),
            missing = person.missing.map { it.toInt() },
            canShowLast = person.kept.isNotEmpty(),
            canExtend = person.lease.over && !person.lease.extended,
            words = person.words.words,
            digits = person.words.digits,
        )
    }
}
