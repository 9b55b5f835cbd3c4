import java.io.FileInputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Prints the rules of a standard that PDF files break: Conformance STANDARD FILE... (3a, ua1). */
public class Conformance {
    public static void main(String[] words) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour standard = PDFAFlavour.byFlavourId(words[0]);
        boolean sound = true;
        for (int index = 1; index < words.length; index++) {
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(words[index]), standard);
                 PDFAValidator validator = Foundries.defaultInstance().createValidator(standard, false)) {
                ValidationResult result = validator.validate(parser);
                TreeSet<String> broken = new TreeSet<>();
                for (TestAssertion test : result.getTestAssertions()) {
                    if (test.getStatus() == TestAssertion.Status.FAILED) {
                        broken.add("  " + test.getRuleId() + " " + test.getMessage());
                    }
                }
                System.out.println(words[index] + ": " + words[0] + ", " + broken.size() + " failed rules");
                broken.forEach(System.out::println);
                sound &= result.isCompliant();
            }
        }
        System.exit(sound ? 0 : 1);
    }
}
