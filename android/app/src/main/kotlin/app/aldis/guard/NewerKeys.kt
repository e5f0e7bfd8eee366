package app.aldis.guard

import android.annotation.TargetApi
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyInfo
import android.security.keystore.KeyProperties
import app.aldis.shell.Tier

/** What the Keystore can do from a later Android on. Callers look at the version first. */
internal object NewerKeys {
    @TargetApi(Build.VERSION_CODES.P)
    fun inChip(spec: KeyGenParameterSpec.Builder): KeyGenParameterSpec.Builder = spec.setIsStrongBoxBacked(true)

    @TargetApi(Build.VERSION_CODES.S)
    fun tier(info: KeyInfo): Tier = when (info.securityLevel) {
        KeyProperties.SECURITY_LEVEL_STRONGBOX -> Tier.STRONGBOX
        KeyProperties.SECURITY_LEVEL_TRUSTED_ENVIRONMENT, KeyProperties.SECURITY_LEVEL_UNKNOWN_SECURE -> Tier.TEE
        else -> Tier.SOFTWARE
    }
}
