package app.aldis

import app.aldis.engine.Received
import app.aldis.shell.Where
import java.io.File
import java.lang.reflect.Modifier
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.annotation.Config

/** Killed at any point: it comes back locked, nothing is lost, and nothing is delivered twice. */
@Config(sdk = [26, 34])
class DeathTest : MortalTest() {
    @Test
    fun a_code_that_was_on_the_screen_can_be_shown_again_and_is_the_same() {
        val passphrase = setUp()
        val bob = peer()
        bob.meetQuietly(app.shell)
        app.shell.go(Where.Write())
        settle()
        type("Your message", "Sent once.")
        press("Show as a code")
        powerGoesAndComesBack()
        unlock(passphrase)
        assertFalse("the text went with the code", sees("Go on writing"))
        press("People")
        press("Open Bob")
        press("Show the last code again")
        val got = bob.receive(shownTo(bob).single()) as Received.Message
        assertEquals("Sent once.", bob.read(got.id))
    }

    @Test
    fun a_message_that_was_scanned_waits_unread_and_does_not_come_twice() {
        plugCamera()
        val passphrase = setUp()
        val bob = peer()
        bob.meetQuietly(app.shell)
        app.shell.go(Where.Scan)
        settle()
        val code = bob.write("Only once.").modules()
        show(code)
        assertTrue(sees("A message from Bob."))
        powerGoesAndComesBack()
        unlock(passphrase)
        press("Scan")
        show(code)
        assertTrue("${words()}", sees("This message was taken in before."))
        press("Done")
        press("Bob: a message to open")
        assertTrue(sees("Only once."))
    }

    @Test
    fun a_text_that_was_open_is_still_there_and_one_that_was_burned_is_not() {
        plugCamera()
        val passphrase = setUp()
        val bob = peer()
        bob.meetQuietly(app.shell)
        app.shell.go(Where.Scan)
        settle()
        show(bob.write("Open when the light went out.").modules())
        press("Open")
        powerGoesAndComesBack()
        unlock(passphrase)
        press("Bob: a message that you have opened")
        assertTrue(sees("Open when the light went out."))
        press("Burn it")
        powerGoesAndComesBack()
        unlock(passphrase)
        assertFalse("${words()}", sees("a message that you have opened"))
    }

    @Test
    fun a_meeting_leaves_nobody_or_one_whose_words_are_still_to_be_compared() {
        plugCamera()
        val passphrase = setUp()
        val bob = peer()
        press("Meet somebody")
        type("Nickname", "Bob")
        press("I show first")
        val second = bob.meet("Alice", reelShownTo(bob)) as app.aldis.engine.Meeting.Second
        powerGoesAndComesBack()
        unlock(passphrase)
        assertTrue("half a meeting is none", sees("Nobody is here yet"))

        val carol = peer()
        press("Meet somebody")
        type("Nickname", "Carol")
        press("I show first")
        val other = carol.meet("Alice", reelShownTo(carol)) as app.aldis.engine.Meeting.Second
        press("The other phone has it")
        var number = 0u
        while (!sees("Step 3")) show(other.reel.modules(number++))
        powerGoesAndComesBack()
        unlock(passphrase)
        press("People")
        assertTrue(sees("The four words were not compared yet"))
        assertTrue(number > 0u && second.reel.modules(0u).side > 0u)
    }

    @Test
    fun killed_in_the_back_it_comes_back_locked_whatever_was_open() {
        val passphrase = setUp()
        val bob = peer()
        val id = bob.meetQuietly(app.shell)
        for (place in listOf(Where.Settings, Where.Person(id), Where.People, Where.Help(), Where.Meet())) {
            app.shell.go(place)
            settle()
            dieAndComeBack(leave())
            until("Unlock")
            assertFalse("$place: ${words()}", app.shell.isUnlocked || sees("Bob"))
            unlock(passphrase)
        }
    }
}

/** A process that dies takes its statics along, and nothing here counts on any: there are none to remember in. */
class NothingStaticTest {
    @Test
    fun no_class_of_the_app_or_the_shell_keeps_anything_static() {
        val root = File(AldisApp::class.java.protectionDomain.codeSource.location.path)
        val names = root.walk().filter { it.extension == "class" && it.path.contains("/app/aldis/") && !it.path.contains("/app/aldis/engine/") }
            .map { it.relativeTo(root).path.removeSuffix(".class").replace('/', '.') }.toList()
        assertTrue("${names.size} classes", names.size > 100)
        val kept = names.map { Class.forName(it, false, javaClass.classLoader) }.flatMap { type ->
            // The compiler's own tables for a `when` over an enum are not ours to write to.
            type.declaredFields.filter { Modifier.isStatic(it.modifiers) && !it.isSynthetic && "WhenMappings" !in type.name }
                .filter { !Modifier.isFinal(it.modifiers) || !isConstant(it.type) }
                .map { "${type.name}.${it.name}: ${it.type.simpleName}" }
        }
        assertEquals(emptyList<String>(), kept)
    }

    /** What cannot change, and an object that holds nothing but such. */
    private fun isConstant(type: Class<*>): Boolean = type.isPrimitive || type.isEnum || type == String::class.java ||
        type.isArray && type.componentType.isEnum || type in UNCHANGING ||
        type.name.startsWith("app.aldis.") && type.declaredFields.all { Modifier.isFinal(it.modifiers) && (Modifier.isStatic(it.modifiers) || isConstant(it.type)) }

    private companion object {
        val UNCHANGING = setOf(List::class.java, Set::class.java, Map::class.java, Regex::class.java, kotlin.enums.EnumEntries::class.java)
    }
}
