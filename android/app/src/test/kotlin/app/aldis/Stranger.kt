package app.aldis

import java.io.File
import org.junit.Assume.assumeTrue
import org.junit.rules.ExternalResource

/** A reader of codes that knows nothing of ours: zxing-cpp, in a process of its own; scripts/test-android installs it. */
class Stranger : ExternalResource() {
    private val source = File(System.getProperty("aldis.source") ?: "../..")
    private val library = File(source, "target/zxing-cpp")
    private val process = lazy {
        assumeTrue("skipped: zxing-cpp is not here; scripts/test-android installs it", library.isDirectory)
        ProcessBuilder("python3", File(source, "android/tests/stranger.py").path)
            .apply { environment()["PYTHONPATH"] = library.path }
            .redirectError(ProcessBuilder.Redirect.INHERIT).start()
    }
    private val answers by lazy { process.value.inputStream.bufferedReader() }

    /** The texts of the codes in a picture: rows of luma, 0 is black. */
    fun read(luma: ByteArray, width: Int, height: Int): List<String> {
        process.value.outputStream.run {
            write("$width $height\n".encodeToByteArray())
            write(luma)
            flush()
        }
        return checkNotNull(answers.readLine()) { "zxing-cpp has ended" }.split('\t').filter(String::isNotEmpty)
    }

    override fun after() {
        if (process.isInitialized()) process.value.destroy()
    }
}
