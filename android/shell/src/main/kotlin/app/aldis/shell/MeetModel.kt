package app.aldis.shell

import app.aldis.engine.Found
import app.aldis.engine.Meeting
import app.aldis.engine.MeetingCode
import app.aldis.engine.Person
import app.aldis.engine.Refusal
import app.aldis.engine.Standing

/**
 * Three scans in person, one step after the other: who shows first shows, scans, shows; the other one scans, shows,
 * scans. Then the four words. Nothing of it survives a lock but a person whose words still have to be compared.
 *
 * @param again the name of somebody who is met again: under another name it is somebody new.
 */
class MeetModel(private val desk: Desk, again: String?) :
    Model<MeetModel.State, MeetModel.Event>(State.Begin(again.orEmpty())) {

    sealed interface State {
        /** @property again the name of somebody who is met again, and whose earlier pairing still hears. */
        data class Begin(val name: String, val again: String? = null, val refused: Refused? = null) : State

        /** A moving code, or the last one, which stands still. */
        data class Show(val step: Int, val frame: Frame?, val still: Grid?) : State

        data class Scan(val step: Int, val look: Look, val refused: Refused? = null) : State

        data class Compare(val name: String, val words: List<String>, val digits: String, val canShowAgain: Boolean) : State

        data object BothStarted : State

        data class Differ(val name: String) : State

        data class Not(val refused: Refused) : State
    }

    sealed interface Event {
        data class ShowFirst(val name: String) : Event

        data class ScanFirst(val name: String) : Event

        data object OtherHasIt : Event

        data class At(val pace: Pace) : Event

        data object NextCode : Event

        /** Back to what was shown before: the other phone has not got it after all. */
        data object ShowAgain : Event

        data object Match : Event

        data object Differ : Event

        data object StartAgain : Event

        data object Leave : Event
    }

    private val looker = Looker(desk.work, ::looked, ::take)
    private var player: ReelPlayer? = null
    private var name = again.orEmpty()
    private val again = again?.takeIf { named(it)?.standing in listOf(Standing.CONFIRMED, Standing.PAUSED) }
    private var step = 1
    private var shown: State.Show? = null
    private var words: State.Compare? = null
    private var scanRefused: Refused? = null

    init {
        state = State.Begin(name, this.again)
    }

    override fun on(event: Event) = try {
        act(event)
    } catch (refusal: Refusal) {
        state = if (state is State.Begin) State.Begin(name, again, Refused.of(refusal)) else State.Not(Refused.of(refusal))
    }

    private fun act(event: Event) {
        when (event) {
            is Event.ShowFirst -> {
                name = event.name.trim()
                val reel = desk.phone.startMeeting(name, isAgain())
                step = 1
                play(ReelPlayer(desk.work, reel, ::draw))
            }
            is Event.ScanFirst -> {
                name = event.name.trim()
                // Begun and ended again: a name that does not do is said now, not after the other phone's code.
                desk.phone.startMeeting(name, isAgain()).close()
                desk.phone.endMeeting()
                step = 1
                scan()
            }
            Event.OtherHasIt -> otherHasIt()
            is Event.At -> player?.pace(event.pace)
            Event.NextCode -> player?.next()
            Event.ShowAgain -> showAgain()
            Event.Match -> match()
            Event.Differ -> differ()
            Event.StartAgain -> {
                desk.phone.endMeeting()
                stop()
                state = State.Begin(name, again)
            }
            Event.Leave -> {
                desk.phone.endMeeting()
                desk.way.done()
            }
        }
    }

    private fun otherHasIt() {
        val compare = words
        if (compare != null) {
            stopPlaying()
            state = compare
        } else {
            player?.pause()
            step++
            scan()
        }
    }

    private fun showAgain() {
        looker.end()
        val playing = player
        when {
            playing != null -> {
                step--
                playing.start()
            }
            else -> shown?.let { state = it }
        }
    }

    private fun scan() {
        scanRefused = null
        state = State.Scan(step, looker.begin())
    }

    private fun looked(look: Look) {
        if (look.seen != Seen.Nothing) scanRefused = null
        state = State.Scan(step, look, scanRefused)
    }

    private fun take(found: Found) {
        when (found) {
            is Found.Meeting -> meet(found.code)
            is Found.Message -> looker.say(Seen.Message)
            is Found.EndCard -> looker.say(Seen.Card)
            is Found.TravelShare -> looker.say(Seen.Share)
        }
    }

    private fun meet(code: MeetingCode) {
        val scanning = state as? State.Scan ?: return
        try {
            next(desk.phone.meet(name, code, isAgain()))
        } catch (refusal: Refusal) {
            when (val refused = Refused.of(refusal)) {
                Refused.BOTH_STARTED -> {
                    stop()
                    state = State.BothStarted
                }
                // Whatever is under way waits on: the right code may still come.
                Refused.WRONG_STEP, Refused.OWN_CODE, Refused.OTHER_MEETING, Refused.NEWER -> {
                    scanRefused = refused
                    state = scanning.copy(refused = refused)
                }
                else -> {
                    stop()
                    state = State.Not(refused)
                }
            }
        }
    }

    private fun next(meeting: Meeting) {
        looker.end()
        when (meeting) {
            is Meeting.Second -> {
                stopPlaying()
                step = 2
                play(ReelPlayer(desk.work, meeting.reel, ::draw))
            }
            is Meeting.Third -> {
                stopPlaying()
                step = 3
                val show = State.Show(step, null, meeting.code.grid())
                shown = show
                words = State.Compare(name, meeting.words.words, meeting.words.digits, canShowAgain = true)
                state = show
            }
            is Meeting.Done -> {
                stopPlaying()
                state = State.Compare(name, meeting.words.words, meeting.words.digits, canShowAgain = false)
            }
        }
    }

    private fun play(next: ReelPlayer) {
        stopPlaying()
        player = next
        next.start()
    }

    private fun draw(frame: Frame) {
        state = State.Show(step, frame, null)
    }

    private fun match() {
        val person = person() ?: return desk.way.done()
        desk.phone.confirm(personId(person))
        desk.way.done()
        desk.way.go(Where.Practice(person))
    }

    private fun differ() {
        person()?.let { desk.phone.burnPerson(personId(it)) }
        stop()
        state = State.Differ(name)
    }

    private fun isAgain() = again != null && name.equals(again, ignoreCase = true)

    private fun person(): Int? = named(name)?.id?.number?.toInt()

    /** Names are one whatever their case; the engine trims them. Of two pairings the last one was made here. */
    private fun named(name: String): Person? = desk.phone.people().findLast { it.name.lowercase() == name.lowercase() }

    private fun stop() {
        looker.end()
        stopPlaying()
        words = null
        shown = null
    }

    private fun stopPlaying() {
        player?.close()
        player = null
    }

    override fun close() {
        looker.end()
        stopPlaying()
    }
}
