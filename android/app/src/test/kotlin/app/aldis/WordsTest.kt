package app.aldis

import java.io.File
import javax.xml.parsers.DocumentBuilderFactory
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.w3c.dom.Element

/** The words of the app, in its two languages, and those that the guide says it shows. */
class WordsTest {
    private val source = File(System.getProperty("aldis.source") ?: "../..", "android/app/src/main")
    private val english = words("values")
    private val german = words("values-de")

    @Test
    fun everything_is_said_in_both_languages_and_with_the_same_blanks_to_fill() {
        assertTrue("${english.size} words", english.size > 400)
        assertEquals(emptySet<String>(), english.keys.filter { !it.startsWith("app_name") }.toSet() - german.keys)
        assertEquals(emptySet<String>(), german.keys - english.keys)
        val other = german.filter { (name, text) -> blanks(text) != blanks(english.getValue(name)) || text.isBlank() }
        assertEquals(emptySet<String>(), other.keys)
    }

    @Test
    fun no_word_is_kept_that_no_screen_shows() {
        val used = File(source, "kotlin").walk().filter { it.extension == "kt" }
            .flatMap { Regex("""R\.(string|plurals)\.(\w+)""").findAll(it.readText()).map { found -> found.groupValues[2] } }.toSet() +
            Regex("@string/(\\w+)").findAll(File(source, "AndroidManifest.xml").readText()).map { it.groupValues[1] }
        assertEquals(emptySet<String>(), english.keys.map { it.substringBefore('/') }.toSet() - used)
    }

    @Test
    fun whatever_the_guide_says_is_on_the_screen_is_there() {
        assertEquals(emptyList<String>(), notShown("docs/guide.md", Regex("\"([^\"]+)\""), english, OTHERS))
        assertEquals(emptyList<String>(), notShown("docs/guide.de.md", Regex("„([^“]+)“"), german, OTHERS_GERMAN))
    }

    /** What stands in quotes in a guide, and on no screen; [others] are those of Android and of computers. */
    private fun notShown(guide: String, quoted: Regex, words: Map<String, String>, others: Set<String>): List<String> {
        val text = File(source, "../../../../$guide").readText()
        val shown = words.values.map { it.replace(Regex("""%\d\${'$'}[sd]"""), "…").lowercase() }
        val said = quoted.findAll(text).map { it.groupValues[1].trimEnd('.', ',') }.filter { it !in others }.toList()
        assertTrue("$guide: ${said.size}", said.size > 10)
        return said.filter { one -> shown.none { one.lowercase().replace(Regex("\\d+"), "…") in it } }.map { "$guide: $it" }
    }

    private fun blanks(text: String) = Regex("""%(\d\$)?[sd]""").findAll(text).map { it.value }.toSortedSet()

    /** Every text by its name; the forms of a plural by name and quantity. */
    private fun words(folder: String): Map<String, String> {
        val all = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(File(source, "res/$folder/strings.xml")).documentElement
        val found = LinkedHashMap<String, String>()
        for (element in children(all)) when (element.tagName) {
            "string" -> found[element.getAttribute("name")] = element.textContent.replace("\\'", "'").replace("\\\"", "\"")
            "plurals" -> children(element).forEach { found["${element.getAttribute("name")}/${it.getAttribute("quantity")}"] = it.textContent }
        }
        return found
    }

    private fun children(of: Element) = (0 until of.childNodes.length).map { of.childNodes.item(it) }.filterIsInstance<Element>()

    private companion object {
        val OTHERS = setOf("set automatically", "USB debugging", "Command Prompt", "Terminal")
        val OTHERS_GERMAN = setOf("automatisch", "USB-Debugging", "Eingabeaufforderung", "Terminal")
    }
}
