package app.aldis.engine

import java.nio.file.Files
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs

class RefusalTest {
    @get:Rule
    val folder = TemporaryFolder()
    private val desk get() = folder.root.toPath()

    @Test
    fun ten_wrong_passphrases_burn_and_the_same_one_twice_counts_once() {
        val locked = desk.phone("phone").lock()
        for (used in 1u..9u) {
            repeat(2) {
                val wrong = assertFailsWith<Refusal.WrongPassphrase> { locked.unlock(direct("wrong $used")) }
                assertEquals(used to 10u - used, wrong.used to wrong.left)
            }
        }
        assertFailsWith<Refusal.Burned> { locked.unlock(direct("wrong at last")) }
        assertFailsWith<Refusal.Locked> { locked.unlock(direct(PASSPHRASE)) }
        assertFailsWith<Refusal.NoPhone> { desk.open("phone") }
    }

    @Test
    fun a_phone_says_why_it_does_not_open() {
        Files.createDirectory(desk.resolve("empty"))
        assertFailsWith<Refusal.NoPhone> { desk.open("empty") }
        assertFailsWith<Refusal.DiskFailed> { desk.open("nowhere") }
        val phone = desk.phone("phone")
        assertFailsWith<Refusal.InUse> { desk.open("phone") }
        val locked = phone.lock()
        assertFailsWith<Refusal.InUse> { desk.open("phone") }
        locked.close()
        assertFailsWith<Refusal.CannotOpen> { desk.open("phone", secret(2)) }
        assertFailsWith<Refusal.PhoneExists> {
            Phone.setUp(desk.resolve("phone").toString(), direct(PASSPHRASE), secret(1), Profile.SMALL, Clock.system())
        }
        val file = desk.resolve("phone/vault")
        val bytes = Files.readAllBytes(file)
        Files.write(file, bytes.copyOf().also { it[0] = 9 })
        assertFailsWith<Refusal.NewerPhone> { desk.open("phone") }
        Files.write(file, byteArrayOf(1, 2, 3))
        assertEquals(3u, assertFailsWith<Refusal.NotAPhone> { desk.open("phone") }.size)
        Files.write(file, bytes)
        desk.open("phone").use { it.unlock(direct(PASSPHRASE)).burn() }
        assertFailsWith<Refusal.NoPhone> { desk.open("phone") }
    }

    @Test
    fun what_is_locked_or_spent_says_so_whatever_is_asked() {
        val phone = desk.phone("phone")
        val locked = phone.lock()
        val verbs: List<() -> Any?> = listOf(
            phone::people, phone::inbox, phone::draft, phone::date, phone::meeting, phone::lock, phone::letTimePass,
            phone::hasCard, phone::drawCard, { phone.startMeeting("Bob") }, { phone.write(PersonId(1u), direct("x"), null) },
        )
        for (verb in verbs) assertFailsWith<Refusal.Locked> { verb() }
        locked.unlock(direct(PASSPHRASE))
        assertFailsWith<Refusal.Locked> { locked.tries() }
    }

    @Test
    fun a_new_hardware_secret_and_a_new_passphrase_take_the_place_of_the_old() {
        val phone = desk.phone("phone")
        phone.rekey(secret(2))
        assertFailsWith<Refusal.WrongPassphrase> { phone.changePassphrase(direct("not it"), direct("new one"), Profile.SMALL) }
        phone.changePassphrase(direct(PASSPHRASE), direct("new one"), Profile.SMALL)
        phone.lock().close()
        assertFailsWith<Refusal.CannotOpen> { desk.open("phone", secret(1)) }
        val locked = desk.open("phone", secret(2))
        assertFailsWith<Refusal.WrongPassphrase> { locked.unlock(direct(PASSPHRASE)) }
        locked.unlock(direct("new one"))
    }

    @Test
    fun writing_says_what_stands_in_its_way() {
        val met = Met(desk.phone("alice"), desk.phone("bob"))
        val (alice, toBob) = met.alice to met.toBob
        assertFailsWith<Refusal.EmptyText> { alice.write(toBob, direct(" "), null) }
        assertEquals(7u, assertFailsWith<Refusal.TooLong> { alice.write(toBob, direct("x".repeat(736)), null) }.by)
        assertEquals(1u, assertFailsWith<Refusal.TooLong> { alice.write(toBob, direct("ü".repeat(52)), Size.SHORT) }.by)
        assertFailsWith<Refusal.UnknownPerson> { alice.write(PersonId(9u), direct("x"), null) }
        assertFailsWith<Refusal.UnknownPerson> { alice.write(PersonId(70_000u), direct("x"), null) }
        assertFailsWith<Refusal.NoSuchCode> { alice.show(toBob, 1u) }
        alice.pause(toBob)
        assertFailsWith<Refusal.Paused> { alice.write(toBob, direct("x"), null) }
        alice.resume(toBob)
        repeat(20) { alice.write(toBob, direct("x"), null) }
        assertFailsWith<Refusal.Unanswered> { alice.write(toBob, direct("x"), null) }
        assertFailsWith<Refusal.NameTaken> { alice.startMeeting("bob") }
        assertFailsWith<Refusal.UnfitName> { alice.rename(toBob, " ") }
        assertFailsWith<Refusal.NoSuchMessage> { alice.openText(MessageId(1u)) }
        alice.burnPerson(toBob)
        assertFailsWith<Refusal.UnknownPerson> { alice.confirm(toBob) }
    }

    @Test
    fun a_code_at_the_wrong_time_does_not_disturb_a_meeting() {
        val (alice, bob) = desk.phone("alice") to desk.phone("bob")
        val p1 = alice.startMeeting("Bob")
        assertFailsWith<Refusal.OwnCode> { alice.meet("Bob", meeting(read(p1))) }
        assertFailsWith<Refusal.BothStarted> { alice.meet("Bob", meeting(read(bob.startMeeting("Alice")))) }
        bob.endMeeting()
        val second = bob.meet("Alice", meeting(read(p1))) as Meeting.Second
        val p2 = meeting(read(second.reel))
        assertEquals("Alice", bob.meeting())
        val third = alice.meet("Bob", p2) as Meeting.Third
        assertFailsWith<Refusal.OwnCode> { alice.meet("Bob", meeting(read(third.code))) }
        assertFailsWith<Refusal.Unconfirmed> { alice.write(alice.people().single().id, direct("x"), null) }
        assertIs<Meeting.Done>(bob.meet("Alice", meeting(read(third.code))))
        assertFailsWith<Refusal.NoMeeting> { bob.meet("Alice", meeting(read(third.code))) }
    }

    @Test
    fun a_foreign_message_is_not_readable() {
        val met = Met(desk.phone("alice"), desk.phone("bob"))
        val eve = Met(desk.phone("carol"), desk.phone("dan"))
        val code = eve.alice.write(eve.toBob, direct("x"), null)
        assertFailsWith<Refusal.Unreadable> { met.bob.receive(envelope(code)) }
    }

    @Test
    fun a_clock_that_fell_back_is_asked_about() {
        val clock = Clock.still(1_800_000_000u)
        val phone = desk.phone("phone", clock)
        assertEquals(Date.Known(20_833u), phone.date())
        clock.set(0u)
        assertEquals(Date.Doubtful(null, 20_833u), phone.date())
        clock.set(null)
        assertFailsWith<Refusal.NoClock> { phone.confirmDate() }
        clock.set(1_799_000_000u)
        assertEquals(Date.Doubtful(20_821u, 20_833u), phone.date())
        phone.confirmDate()
        assertEquals(Date.Known(20_821u), phone.date())
    }
}
