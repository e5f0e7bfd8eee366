package app.aldis.engine

import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue

class TwoPhonesTest {
    @get:Rule
    val folder = TemporaryFolder()
    private val desk get() = folder.root.toPath()

    @Test
    fun ten_messages_pass_each_way_from_screen_to_camera() {
        val met = Met(desk.phone("alice"), desk.phone("bob"))
        repeat(10) { round ->
            val there = envelope(met.alice.write(met.toBob, direct("Bring the map, $round: \uD83D\uDD6F"), null))
            val first = assertIs<Received.Message>(met.bob.receive(there))
            assertEquals("Bring the map, $round: \uD83D\uDD6F", met.bob.openText(first.id).string())
            met.bob.burnText(first.id)
            val back = envelope(met.bob.write(met.toAlice, direct("Grüße $round"), Size.LONG))
            val answer = assertIs<Received.Message>(met.alice.receive(back))
            assertEquals(met.toBob, answer.from)
            assertEquals("Grüße $round", met.alice.openText(answer.id).string())
        }
        assertEquals(10, met.alice.inbox().size)
        assertEquals(0, met.bob.inbox().size)
    }

    @Test
    fun a_lost_picture_is_asked_for_and_a_repeated_one_loses_nothing() {
        val met = Met(desk.phone("alice"), desk.phone("bob"))
        val codes = List(3) { met.alice.write(met.toBob, direct("text $it"), null) }
        val last = envelope(codes[2])
        assertEquals(listOf(1u, 2u), assertIs<Received.Message>(met.bob.receive(last)).missing)
        assertFailsWith<Refusal.AlreadyRead> { met.bob.receive(last) }
        val again = met.alice.show(met.toBob, 1u)
        assertTrue(codes[0].isShownBy(envelope(again)))
        assertEquals(listOf(2u), assertIs<Received.Message>(met.bob.receive(envelope(again))).missing)
        assertEquals(listOf(2u), met.bob.people().single().missing)
    }

    @Test
    fun a_message_may_come_as_small_codes() {
        val met = Met(desk.phone("alice"), desk.phone("bob"))
        val code = met.alice.write(met.toBob, direct("x".repeat(729)), null)
        assertTrue(code.hasGrown())
        val found = assertIs<Found.Message>(read(code.reel()))
        assertIs<Received.Message>(met.bob.receive(found.envelope))
    }

    @Test
    fun a_draft_outlives_the_lock_and_is_gone_once_it_is_sealed() {
        val met = Met(desk.phone("alice"), desk.phone("bob"))
        met.alice.setDraft(met.toBob, direct("half a sen"))
        val unlocked = met.alice.lock().unlock(direct(PASSPHRASE))
        assertEquals("half a sen", unlocked.draft()?.text?.string())
        unlocked.write(met.toBob, direct("half a sentence"), null)
        assertNull(unlocked.draft())
    }

    @Test
    fun a_sign_of_life_is_heard() {
        val clock = Clock.still(1_800_000_000u)
        val met = Met(desk.phone("alice", clock), desk.phone("bob", clock))
        assertEquals(20_833u, met.bob.people().single().heard, "the day on which they met")
        clock.set(1_800_086_400u)
        assertIs<Received.SignOfLife>(met.bob.receive(envelope(met.alice.writeSignOfLife(met.toBob))))
        val person = met.bob.people().single()
        assertEquals(20_834u, person.heard)
        assertEquals(Lease(until = 20_864u, over = false, extended = false), person.lease)
    }

    @Test
    fun a_card_ends_its_owner_wherever_it_is_shown() {
        val alice = desk.phone("alice")
        val card = alice.drawCard()
        alice.adoptCard(card)
        val met = Met(alice, desk.phone("bob"))
        assertIs<Verdict.Own>(alice.judge(card))
        assertIs<Verdict.Foreign>(met.bob.judge(met.bob.drawCard()))
        val verdict = assertIs<Verdict.Ends>(met.bob.judge((read(card.modules()) as Found.EndCard).card))
        assertEquals(listOf(met.toAlice), verdict.people)
        met.bob.end(verdict.ending)
        assertIs<Verdict.Known>(met.bob.judge(card))
        assertEquals(EndedBy.Card, met.bob.people().single().ended?.by)
        assertFailsWith<Refusal.BurnedByCard> { met.bob.write(met.toAlice, direct("x"), null) }
    }

    @Test
    fun the_second_passphrase_opens_a_phone_without_people() {
        val met = Met(desk.phone("alice"), desk.phone("bob"))
        met.bob.setSecondPassphrase(direct(PASSPHRASE), direct("another one altogether"), null)
        assertEquals(Opens.PHONE, met.bob.tryOut(direct(PASSPHRASE)))
        assertEquals(Opens.SECOND, met.bob.tryOut(direct("another one altogether")))
        assertEquals(Opens.NOTHING, met.bob.tryOut(direct("neither")))
        val opened = met.bob.lock().unlock(direct("another one altogether"))
        assertEquals(emptyList(), opened.people())
        assertFailsWith<Refusal.WrongPassphrase> { opened.lock().unlock(direct(PASSPHRASE)) }
    }

    @Test
    fun nothing_is_burned_from_the_lock_screen_unless_that_was_switched_on() {
        val locked = desk.phone("alice").lock()
        assertFailsWith<Refusal.LockedBurnOff> { locked.burn() }
        val phone = locked.unlock(direct(PASSPHRASE))
        phone.setLockedBurn(true)
        val again = phone.lock()
        assertTrue(again.mayBurn())
        again.burn()
        assertFailsWith<Refusal.NoPhone> { desk.open("alice") }
    }

    @Test
    fun an_opened_text_burns_when_its_hours_are_over() {
        val clock = Clock.still(1_800_000_000u)
        val met = Met(desk.phone("alice", clock), desk.phone("bob", clock))
        met.bob.setTextHours(2u)
        val received = met.bob.receive(envelope(met.alice.write(met.toBob, direct("x"), null))) as Received.Message
        met.bob.openText(received.id)
        assertEquals(1_800_007_200u, met.bob.inbox().single().burnsAt)
        clock.set(1_800_007_100u)
        assertEquals(0u, met.bob.letTimePass())
        clock.set(1_800_007_200u)
        assertEquals(1u, met.bob.letTimePass())
        assertEquals(emptyList(), met.bob.inbox())
    }

    @Test
    fun a_card_counts_once_it_was_shown_back() {
        val alice = desk.phone("alice")
        val card = alice.drawCard()
        val shown = assertIs<Found.EndCard>(read(card.modules())).card
        assertTrue(card.isSame(shown))
        assertTrue(!card.isSame(alice.drawCard()))
        assertEquals(13, card.words().string().split(' ').size)
        alice.adoptCard(shown)
        assertTrue(alice.hasCard())
    }
}
