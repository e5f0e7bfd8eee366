package app.aldis.guard

import android.content.Context
import java.io.File
import java.security.MessageDigest

/** SHA-256 of this app's own file, in groups of four. It helps to compare two phones and proves nothing by itself. */
fun packageHash(context: Context): String {
    val digest = MessageDigest.getInstance("SHA-256")
    val apk = File(context.packageCodePath)
    if (!apk.isFile) return "–"
    apk.inputStream().use { stream ->
        val block = ByteArray(BLOCK)
        while (true) {
            val count = stream.read(block)
            if (count < 0) break
            digest.update(block, 0, count)
        }
    }
    return digest.digest().joinToString("") { "%02x".format(it) }.chunked(GROUP).joinToString(" ")
}

private const val BLOCK = 65_536
private const val GROUP = 4
